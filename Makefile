# Everything the project does by itself. `make` alone lists it.
#
# Variables: SWIFT (the compiler to use), PREFIX and DESTDIR (install), DEMO_SECONDS,
# ENDPOINT (serve), COMPARE_OPTIONS (compare: see swiftlet compare --help), BENCH (what is measured),
# BENCH_OPTIONS (see Benchmarks/README.md), BUILD (where things are built), TEST_OPTIONS (for swift
# test).

SWIFT ?= swift
PREFIX ?= /usr/local
DESTDIR ?=
BUILD ?= .build
DEMO_SECONDS ?= 5
ENDPOINT ?= 127.0.0.1:5000
COMPARE_OPTIONS ?=
BENCH_OPTIONS ?=

SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help

# Everything that is measured beside C, one after the other; churn last, because its closed
# connections keep ports busy for a minute.
BENCH ?= servers client allocations memory pool build open truth churn
BENCH_PACKAGES := valgrind
# Those of them that put servers side by side are `swiftlet compare` with these options, behind which
# BENCH_OPTIONS win. The peers echo bytes and no more, so where messages compute they take no part.
PEERS := Benchmarks/.build
C_PEERS := --peer 'c-epoll=$(PEERS)/epoll_echo {port}' \
  --peer 'c-bufferevent=$(PEERS)/bufferevent_echo {port}' \
  --peer 'c-thread=$(PEERS)/thread_echo {port}' --peer 'c-fork=$(PEERS)/fork_echo {port}'
COMPARE_servers := --models reactor,async,thread,process $(C_PEERS) \
  --work connections,idle,churn,size,pipeline --rounds 7
COMPARE_memory := --models reactor,async,thread,process $(C_PEERS) --work idle --rounds 3
COMPARE_pool := --models reactor,async,thread,pool --work cpu,blocking,mixed --rounds 5
# What the build needs, and the clients that the tests talk to the server with.
BUILD_PACKAGES := libevent-dev libssl-dev zlib1g-dev pkg-config make gcc python3
TEST_PACKAGES := netcat-openbsd socat ncat tmux
# What reports are looked at with.
PAGE_PACKAGES := chromium
# What others read our histograms with, in an environment of its own; and a fleet of four clients.
INTEROP_PACKAGES := python3-venv
HDRHISTOGRAM := hdrhistogram==0.10.8
VENV = $(BUILD)/venv/$(HDRHISTOGRAM)
FLEET_PACKAGES := parallel iproute2

STRICT := -Xswiftc -warnings-as-errors
FORMATTED := $(wildcard Package.swift Sources Tests examples)
EXAMPLES := $(patsubst %/Package.swift,%,$(wildcard examples/*/Package.swift))
CATALOGS := $(wildcard Sources/*/*.docc)

.PHONY: help
help: ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  %-10s %s\n", $$1, $$2 }' Makefile

# ---------------------------------------------------------------- what must be there first

# $(call install-missing,PACKAGES): installs those that are missing; fails where it cannot.
# Where there is no dpkg it can only say what is needed: the build will tell the rest.
define install-missing
command -v dpkg-query >/dev/null || { echo "deps: not a Debian system; needed are the equivalents of: $(1)" >&2; exit 0; }; \
missing=; \
for package in $(1); do \
  state=$$(dpkg-query -W -f='$${db:Status-Status}' "$$package" 2>/dev/null || true); \
  [[ $$state == installed* ]] || missing+=" $$package"; \
done; \
[[ -n $$missing ]] || exit 0; \
echo "deps: installing$$missing"; \
as_root=; \
if [[ $$(id -u) != 0 ]]; then \
  command -v sudo >/dev/null || { echo "deps: neither root nor sudo; as root, run: apt-get install$$missing" >&2; exit 1; }; \
  as_root="sudo"; \
fi; \
apt() { $$as_root env DEBIAN_FRONTEND=noninteractive apt-get -qq -o Acquire::http::Timeout=30 -o Dpkg::Use-Pty=0 "$$@" >/dev/null; }; \
{ apt update && apt install --yes --no-install-recommends $$missing; } \
  || { echo "deps: cannot install; as root, run: apt-get install$$missing" >&2; exit 1; }
endef

.PHONY: deps deps-build
deps-build:
	@command -v $(SWIFT) >/dev/null || { echo "deps: no '$(SWIFT)' in PATH; install a Swift 6.3 toolchain or run make SWIFT=/path/to/swift" >&2; exit 1; }
	@$(call install-missing,$(BUILD_PACKAGES))

# A test that misses its client fails and names the package: a skipped test is a hole in the net.
deps: deps-build ## install the Debian packages that are missing
	@$(call install-missing,$(TEST_PACKAGES))

# ---------------------------------------------------------------- build and use

.PHONY: build
build: deps-build ## build the release binary
	$(SWIFT) build -c release --scratch-path $(BUILD) --product swiftlet

.PHONY: demo
demo: build ## server and load, every byte verified: raw, then line frames through sha256
	@SWIFTLET=$(BUILD)/release/swiftlet DEMO_SECONDS=$(DEMO_SECONDS) examples/demo.sh

.PHONY: serve
serve: build ## run the server in the foreground (ENDPOINT=127.0.0.1:5000)
	@exec $(BUILD)/release/swiftlet serve '$(ENDPOINT)'

# The verdict is a result and no failure: the exit status is that of `swiftlet compare`.
.PHONY: compare
compare: build ## every model at every work, a verdict and a page (10 minutes; wants an otherwise idle machine)
	@mkdir -p $(BUILD)/compare; rm -f $(BUILD)/compare/page.html $(BUILD)/compare/figures.json; \
	status=0; \
	$(BUILD)/release/swiftlet compare --html $(BUILD)/compare/page.html \
	  --json-file $(BUILD)/compare/figures.json $(COMPARE_OPTIONS) || status=$$?; \
	for made in page.html figures.json; do \
	  [[ ! -s $(BUILD)/compare/$$made ]] || echo "compare: $$(realpath $(BUILD)/compare/$$made)"; \
	done; \
	exit $$status

.PHONY: bench peers
bench: build peers ## measure beside C peers (BENCH=servers; all take 40 minutes and want an idle machine)
	@$(if $(filter allocations,$(BENCH)),$(call install-missing,$(BENCH_PACKAGES)))
	@mkdir -p $(BUILD)/bench
	@$(foreach what,$(BENCH),echo '== $(what)'; $(if $(COMPARE_$(what)), \
	  $(BUILD)/release/swiftlet compare $(COMPARE_$(what)) --json-file $(BUILD)/bench/$(what).json, \
	  python3 Benchmarks/bench.py --what '$(what)' --swiftlet $(BUILD)/release/swiftlet) $(BENCH_OPTIONS);)

peers: deps-build
	@$(MAKE) --silent -C Benchmarks

# ---------------------------------------------------------------- is it right?

.PHONY: test
test: deps ## build and run every test
	$(SWIFT) test --scratch-path $(BUILD) $(TEST_OPTIONS)

# A real browser, without a network: what a page shows must be what its record says.
.PHONY: page-test
page-test: deps ## open report pages in headless Chromium and read their figures back
	@$(call install-missing,$(PAGE_PACKAGES))
	$(SWIFT) build --build-tests --scratch-path $(BUILD) $(TEST_OPTIONS)
	rm -rf $(BUILD)/pages; mkdir -p $(BUILD)/pages
	SWIFTLET_PAGES=$$(realpath $(BUILD)/pages) $(SWIFT) test --skip-build --scratch-path $(BUILD) --filter HTMLPagesTests
	timeout 900 python3 Tests/interop/page_test.py --pages $(BUILD)/pages --swiftlet $(BUILD)/debug/swiftlet \
	  --shots $(BUILD)/pages/shots

$(VENV)/ready:
	@$(call install-missing,$(INTEROP_PACKAGES))
	rm -rf '$(@D)'
	python3 -m venv '$(@D)'
	'$(@D)/bin/pip' install --quiet '$(HDRHISTOGRAM)'
	touch '$@'

# Wants an otherwise idle machine: it compares clocks with arithmetic.
.PHONY: truth
truth: build ## hold what stress measures against arithmetic, with real processes
	python3 Benchmarks/bench.py --what truth --swiftlet $(BUILD)/release/swiftlet

.PHONY: interop fleet
interop: build $(VENV)/ready ## exchange histograms with PyPI's hdrhistogram, count for count
	timeout 900 '$(VENV)/bin/python' Tests/interop/hdrhistogram_roundtrip.py --swiftlet $(BUILD)/release/swiftlet

fleet: build ## one load from four network namespaces, merged (needs root)
	@$(call install-missing,$(FLEET_PACKAGES))
	timeout 600 Tests/interop/netns_fleet.sh $(BUILD)/release/swiftlet

.PHONY: check
check: lint build check-build examples docs ## lint, clean builds without warnings, tests, examples, documentation

# From clean: libevent's and glibc's headers once broke only the first build, never the second.
.PHONY: check-build
check-build: deps
	rm -rf $(BUILD)/check
	$(SWIFT) build --build-tests --scratch-path $(BUILD)/check $(STRICT)
	$(MAKE) test BUILD=$(BUILD)/check TEST_OPTIONS='$(STRICT)'

.PHONY: lint
lint: ## check the format of every Swift file, and where it has the C library from
	$(SWIFT) format lint --strict --parallel --recursive $(FORMATTED)
	@alone=$$(grep -rlE --include='*.swift' '^([a-z]+ )?import Glibc$$' Sources Tests \
	  | xargs -r grep -LE '^(@[a-z]+ )?([a-z]+ )?import CLinux$$' || true); \
	[[ -z $$alone ]] || { echo 'lint: Glibc without CLinux (ARCHITECTURE.md, decision 28):' $$alone >&2; exit 1; }

.PHONY: format
format: ## format every Swift file in place
	$(SWIFT) format --in-place --parallel --recursive $(FORMATTED)

.PHONY: examples
examples: deps-build $(EXAMPLES:%=%.example) ## build and test each example as the package of its own that it is

%.example:
	$(SWIFT) build --package-path $* $(STRICT)
	$(SWIFT) test --package-path $* $(STRICT)

# Under a sanitizer Swift's backtracer hangs on a crash, so it is switched off. XCTest's runner leaks
# by itself, and no test here needs it. lld, because gold warns about each of the sanitizer's symbols.
.PHONY: sanitize
sanitize: sanitize-thread sanitize-address ## run every test under the thread and the address sanitizer

.PHONY: sanitize-thread sanitize-address
sanitize-thread: export TSAN_OPTIONS ?= halt_on_error=1:suppressions=$(CURDIR)/Tests/thread-sanitizer.supp
sanitize-address: export ASAN_OPTIONS ?= detect_leaks=1
# All at once, each would wait minutes for its turn on two cores that are ten times slower.
sanitize-thread sanitize-address: export SWT_EXPERIMENTAL_MAXIMUM_PARALLELIZATION_WIDTH ?= 8
# The leak detector looks when the process ends, and now and then misses the very thread that ends it:
# then all that hangs on that one, the test runner's task and the runtime's caches, is a leak to it.
# What has really leaked is there a second time.
sanitize-thread sanitize-address: sanitize-%: deps
	@mkdir -p $(BUILD); log=$(BUILD)/sanitize-$*.log; \
	run() { \
	  SWIFTLET_SEEDS=2000 SWIFT_BACKTRACE=enable=no $(SWIFT) test --scratch-path $(BUILD)/$* --sanitize=$* \
	    --disable-xctest -Xswiftc -use-ld=lld 2>&1 | tee "$$log"; \
	}; \
	leaked_only() { grep -aq 'LeakSanitizer: detected' "$$log" && grep -aqE 'Test run with .* passed' "$$log"; }; \
	run || { leaked_only && echo 'sanitize: leaks, and every test passed; once more' && run; }

# DocC per module that has a catalog: the compiler writes what is public, docc joins it with the
# articles. A link to a symbol that is gone is an error. Reactor re-exports Sockets, which to its
# users is a part of it: so it is documented under its name.
.PHONY: docs
docs: deps-build ## build the documentation into .build/docs, broken links are errors
	@docc=$$(dirname "$$(readlink -f "$$(command -v $(SWIFT))")")/docc; \
	[[ -x $$docc ]] || docc=$$(command -v docc) || { echo "docs: no docc beside $(SWIFT)" >&2; exit 1; }; \
	graphs=$$(realpath -m $(BUILD)/docs-build/graphs); \
	rm -rf $(BUILD)/docs; mkdir -p $(BUILD)/docs "$$graphs"; \
	$(SWIFT) build --scratch-path $(BUILD)/docs-build \
	  -Xswiftc -emit-symbol-graph -Xswiftc -emit-symbol-graph-dir -Xswiftc "$$graphs"; \
	for catalog in $(CATALOGS); do \
	  module=$$(basename "$$(dirname "$$catalog")"); \
	  own=$(BUILD)/docs-build/$$module-graphs; \
	  rm -rf "$$own"; mkdir -p "$$own"; \
	  find "$$graphs" \( -name "$$module.symbols.json" -o -name "$$module@*.symbols.json" \) -exec cp {} "$$own" \; ; \
	  if [[ $$module == Reactor ]]; then \
	    sed 's/"module":{"name":"Sockets"/"module":{"name":"Reactor"/' "$$graphs/Sockets.symbols.json" > "$$own/Sockets.symbols.json"; \
	  fi; \
	  "$$docc" convert "$$catalog" --additional-symbol-graph-dir "$$own" \
	    --fallback-display-name "$$module" --fallback-bundle-identifier "swiftlet.$$module" \
	    --output-path "$(BUILD)/docs/$$module.doccarchive" --warnings-as-errors; \
	  echo "docs: $(BUILD)/docs/$$module.doccarchive"; \
	done

# ---------------------------------------------------------------- install

# Swift's standard library is linked in; what remains are libraries that Debian itself has.
.PHONY: install
install: deps-build ## install into PREFIX (/usr/local), without need of a toolchain
	$(SWIFT) build -c release --static-swift-stdlib --scratch-path $(BUILD)/install --product swiftlet -Xlinker -s
	@if ldd $(BUILD)/install/release/swiftlet | grep libswift; then echo "install: the binary needs Swift's own libraries" >&2; exit 1; fi
	@env -i $(BUILD)/install/release/swiftlet --version
	install -D -m 755 $(BUILD)/install/release/swiftlet '$(DESTDIR)$(PREFIX)/bin/swiftlet'

.PHONY: uninstall
uninstall: ## remove what install put into PREFIX
	rm -f '$(DESTDIR)$(PREFIX)/bin/swiftlet'

.PHONY: clean
clean: ## remove everything that was built
	rm -rf $(BUILD) $(EXAMPLES:%=%/.build) 
	if [[ -f Benchmarks/Makefile ]]; then $(MAKE) -C Benchmarks clean; fi
