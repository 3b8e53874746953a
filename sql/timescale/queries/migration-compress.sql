SELECT compress_chunk($1::REGCLASS, if_not_compressed => TRUE)
