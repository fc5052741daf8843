/*
 * The scanners of split_scan.h, 64 bytes at a time: the same pieces as those of
 * the scalar ones, which stay the reference and do what is left over.
 */
#ifndef BPEEK_SPLIT_MASKS_H
#define BPEEK_SPLIT_MASKS_H

#include "bytes64.h"
#include "split_scan.h"

#if BPEEK_HAS_VECTORS

bpeek_scanner bpeek_scan_gpt2_by_masks, bpeek_scan_cl100k_by_masks,
    bpeek_scan_llama3_by_masks, bpeek_scan_o200k_by_masks;

#else

#define bpeek_scan_gpt2_by_masks bpeek_scan_gpt2
#define bpeek_scan_cl100k_by_masks bpeek_scan_cl100k
#define bpeek_scan_llama3_by_masks bpeek_scan_llama3
#define bpeek_scan_o200k_by_masks bpeek_scan_o200k

#endif

#endif
