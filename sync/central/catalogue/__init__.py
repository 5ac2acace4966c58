"""Reference data of the shop (menu, floor, staff) as rows the API lists: made again whenever a fact changed it."""
