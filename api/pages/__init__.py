"""The pages: what people see, made of templates, one style sheet and a little script.

Every page works without script. None is in the OpenAPI document.
"""
