/*
 * What is seldom needed is kept apart from what runs often: a WebAssembly
 * engine compiles functions again, with optimization, once they have run for a
 * while, and the smaller they are, the sooner the fast code is there.
 */
#ifndef BPEEK_APART_H
#define BPEEK_APART_H

#define BPEEK_APART __attribute__((noinline))

#endif
