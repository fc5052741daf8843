// The system packages bpeek is built and tested with, by their Debian names.
import { existsSync, readdirSync } from 'node:fs';
import { hasCommand, run, Stop } from './process.mjs';

const needs = {
  build: [
    { package: 'emscripten', present: () => hasCommand('emcc') },
    { package: 'gcc', present: () => hasCommand('gcc') },
    { package: 'libc6-dev', present: () => existsSync('/usr/include/stdlib.h') },
    { package: 'make', present: () => hasCommand('make') },
    { package: 'cmake', present: () => hasCommand('cmake') },
    { package: 'ninja-build', present: () => hasCommand('ninja') },
  ],
  test: [
    { package: 'clang', present: () => hasCommand('clang') },
    { package: 'libclang-rt-14-dev', present: hasSanitizers },
    { package: 'clang-format', present: () => hasCommand('clang-format') },
    { package: 'clang-tidy', present: () => hasCommand('clang-tidy') },
    { package: 'libcmocka-dev', present: () => existsSync('/usr/include/cmocka.h') },
    { package: 'chromium', present: () => existsSync('/usr/bin/chromium') },
    { package: 'fonts-noto-cjk', present: () => existsSync('/usr/share/fonts/opentype/noto') },
    {
      package: 'fonts-noto-color-emoji',
      present: () => existsSync('/usr/share/fonts/truetype/noto/NotoColorEmoji.ttf'),
    },
  ],
  embed: [{ package: 'mkdocs', present: () => hasCommand('mkdocs') }],
};

/** clang's runtime for AddressSanitizer, which its fuzzers need too. */
function hasSanitizers() {
  const clang = '/usr/lib/llvm-14/lib/clang';
  if (!existsSync(clang)) return false;
  return readdirSync(clang).some((version) => {
    const runtime = `${clang}/${version}/lib/linux`;
    return existsSync(runtime) && readdirSync(runtime).some((file) => file.includes('rt.fuzzer'));
  });
}

/** Makes sure that what the groups ('build', 'test', 'embed') need is installed. */
export function ensureSystemPackages(groups) {
  const missing = groups
    .flatMap((group) => needs[group])
    .filter((need) => !need.present())
    .map((need) => need.package);
  if (missing.length === 0) return;

  const install = `apt-get install -y --no-install-recommends ${missing.join(' ')}`;
  if (!hasCommand('apt-get')) {
    throw new Stop(
      `these Debian packages, or what stands for them here, are missing: ${missing.join(' ')}.`,
    );
  }
  if (process.getuid() !== 0) {
    throw new Stop(
      `system packages are missing. Run this line, then try again:\n  sudo apt-get update && sudo ${install}`,
    );
  }
  console.log(`Installing ${missing.join(' ')}`);
  const options = { env: { DEBIAN_FRONTEND: 'noninteractive' }, quiet: true };
  const wait = ['-o', 'DPkg::Lock::Timeout=300'];
  run('apt-get', [...wait, 'update'], options);
  run('apt-get', [...wait, ...install.split(' ').slice(1)], options);

  const still = groups.flatMap((group) => needs[group]).filter((need) => !need.present());
  if (still.length > 0) {
    const names = still.map((need) => need.package).join(' ');
    throw new Stop(`apt-get has installed ${names}, but what bpeek looks for is still not there.`);
  }
}
