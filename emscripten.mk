# PCRE2 + core + wasm/abi.c -> dist/bpeek.wasm, and dist/bpeek-scalar.wasm for
# engines without SIMD: `make -f emscripten.mk help`.
#
# A module is a WebAssembly "reactor" that imports nothing: no generated
# JavaScript, no WASI. PCRE2's source must be there already
# (`node wasm/toolchain/setup.mjs build`).

.DEFAULT_GOAL = wasm
include core/sources.mk core/flags.mk

PCRE2_SOURCE = build/pcre2/source
PCRE2_BUILD = build/pcre2/wasm
PCRE2 = $(PCRE2_BUILD)/libpcre2-8.a
BUILD = build/wasm

# Debian's emcc is told where Debian's node packages are.
export NODE_PATH = /usr/share/nodejs

SOURCES = $(CORE_SOURCES:%=core/src/%) wasm/abi.c wasm/toolchain/standalone.c
OBJECTS = $(SOURCES:%.c=$(BUILD)/%.o)
SCALAR_OBJECTS = $(SOURCES:%.c=$(BUILD)/scalar/%.o)
INCLUDES = -Icore/include -Icore/src -I$(PCRE2_BUILD)

# What every browser with the CSS Custom Highlight API has; for others there is
# the scalar module.
SIMD = -msimd128
CFLAGS = $(C_STANDARD) $(C_WARNINGS) -O3 -mbulk-memory

# The reviewed list of exports, one name a line. `memory` and `_initialize` come
# by themselves; what else Emscripten would export is taken out after linking.
EXPORTS = $(filter-out memory _initialize,$(shell cat wasm/exports.txt))
comma = ,
empty =
space = $(empty) $(empty)

# The stack comes first in memory, so that running over it traps. What runs long
# is called in batches, so that an engine can put faster code in place between
# two calls; it must stay a function of its own, and not be inlined because it
# is called in one place only.
LINK = -O3 -mbulk-memory --no-entry -sSTANDALONE_WASM -sFILESYSTEM=0 -sSUPPORT_ERRNO=0 \
  -sBINARYEN_EXTRA_PASSES=one-caller-inline-max-function-size=40 \
  -sALLOW_MEMORY_GROWTH -sINITIAL_MEMORY=16MB -sMAXIMUM_MEMORY=4GB \
  -sTOTAL_STACK=1MB -Wl,--stack-first \
  -sEXPORTED_FUNCTIONS=$(subst $(space),$(comma),$(EXPORTS:%=_%))

# clang-tidy needs no C library of WebAssembly's for what these files include.
TIDY = --target=wasm32 -ffreestanding -Icore/include

.DELETE_ON_ERROR:
.PHONY: wasm tidy clean help

wasm: dist/bpeek.wasm dist/bpeek-scalar.wasm ## both modules, in dist/ (the default)

tidy: $(BUILD)/tidy/wasm/abi.ok $(BUILD)/tidy/wasm/toolchain/standalone.ok ## clang-tidy on the C files of wasm/

clean: ## removes the objects, not PCRE2
	rm -rf $(BUILD) dist/bpeek.wasm dist/bpeek-scalar.wasm

help: ## this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make -f emscripten.mk %-8s %s\n", $$1, $$2 }' emscripten.mk

dist/bpeek.wasm: $(OBJECTS)
dist/bpeek-scalar.wasm: $(SCALAR_OBJECTS)

dist/bpeek.wasm dist/bpeek-scalar.wasm: dist/%.wasm: $(PCRE2) core/sources.mk wasm/exports.txt wasm/toolchain/export-graph.mjs emscripten.mk
	@mkdir -p $(@D)
	emcc $(LINK) $(if $(filter bpeek,$*),$(SIMD)) -o $(BUILD)/$*.linked.wasm $(filter %.o,$^) $(PCRE2)
	node wasm/toolchain/export-graph.mjs >$(BUILD)/$*.exports.json
	wasm-metadce $(if $(filter bpeek,$*),--enable-simd) --enable-bulk-memory \
	  --graph-file=$(BUILD)/$*.exports.json $(BUILD)/$*.linked.wasm -o $@ >$(BUILD)/$*.metadce.log

# What runs once for a file or a click, or is far from being waited for, and is downloaded by all.
SMALL = format_minbpe_load format_minbpe_save format_minbpe_vocab format_tiktoken format_bpeek \
  format_bpeek_file format_bpeek_pack format_bpeek_read format_bpeek_recipe format_bpeek_splits \
  format_bpeek_write base64 encoder error explain huffman model_build model_of_merges normalize output \
  split split_known train train_text train_words document_chunks document_tokens document_window
$(SMALL:%=$(BUILD)/core/src/%.o) $(SMALL:%=$(BUILD)/scalar/core/src/%.o): CFLAGS += -Os

$(BUILD)/%.o: %.c emscripten.mk core/flags.mk | $(PCRE2)
	@mkdir -p $(@D)
	emcc $(CFLAGS) $(SIMD) $(INCLUDES) -MMD -MP -c -o $@ $<

$(BUILD)/scalar/%.o: %.c emscripten.mk core/flags.mk | $(PCRE2)
	@mkdir -p $(@D)
	emcc $(CFLAGS) $(INCLUDES) -MMD -MP -c -o $@ $<

$(BUILD)/tidy/%.ok: %.c .clang-tidy $(BUILD)/%.o
	@mkdir -p $(@D)
	@echo clang-tidy $<
	@clang-tidy --quiet --config-file=.clang-tidy $< -- $(C_STANDARD) $(TIDY) \
	  2>$(BUILD)/tidy/$*.log || (cat $(BUILD)/tidy/$*.log; exit 1)
	@touch $@

# -Oz makes PCRE2 smaller than -O3 and, as WebAssembly, no slower.
$(PCRE2): $(PCRE2_SOURCE)/.tarball-sha256 core/flags.mk emscripten.mk
	rm -rf $(PCRE2_BUILD)
	(emcmake cmake -G Ninja -S $(PCRE2_SOURCE) -B $(PCRE2_BUILD) $(PCRE2_OPTIONS) \
	  -DCMAKE_BUILD_TYPE=MinSizeRel -DCMAKE_C_FLAGS_MINSIZEREL='-Oz -DNDEBUG' && \
	  ninja -C $(PCRE2_BUILD)) >$(PCRE2_BUILD).log 2>&1 || (cat $(PCRE2_BUILD).log; exit 1)
	@touch $@

-include $(OBJECTS:.o=.d) $(SCALAR_OBJECTS:.o=.d)
