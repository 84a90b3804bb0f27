"""Charts of stored results, one figure a file, in Chinese or English, as PNG or PDF.

A chart is read without its author: so every figure says in its heading what was run, in its foot what the band means
and what the parameters were held against, and on its axes the unit; Chinese letters come with a font that is shipped,
and no figure relies on colour alone. Charts read what is stored and never run the model, so that they can be drawn
again after years.

Start with `catalogue`, the list of figures; `data` is what every figure reads, `style` the look that all share.
"""
