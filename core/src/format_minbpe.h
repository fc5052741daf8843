/*
 * minbpe's two files. The .model is text in UTF-8, lines ended by LF:
 *
 *   minbpe v1
 *   the split pattern, empty if there is none
 *   the number of special tokens
 *   special token, space, id           a line for each
 *   left id, space, right id           a line for each merge; the first makes
 *                                      256, the next 257
 *
 * The .vocab shows every token to people.
 */
#ifndef BPEEK_FORMAT_MINBPE_H
#define BPEEK_FORMAT_MINBPE_H

#include "model.h"
#include "output.h"

#define BPEEK_MINBPE_VERSION "minbpe v1"

/* Whether minbpe could read a special token's text again: it is well-formed
 * UTF-8 and has nothing in it that Python takes for white space. */
bool bpeek_minbpe_can_hold(const uint8_t *text, size_t length);

/* Decimal digits. */
void bpeek_minbpe_number(bpeek_output *output, uint32_t number);

/* Writes the .vocab of a model that has passed the checks of saving. */
void bpeek_minbpe_vocab(const bpeek_model *model, bpeek_output *output);

#endif
