-- For people: what it takes on disk. Free pages are used again before the file grows.
SELECT 'OK', format('%d MB, %d %% of it free', page_count * page_size / 1000000, 100 * freelist_count / max(page_count, 1)), NULL
FROM pragma_page_count, pragma_page_size, pragma_freelist_count
