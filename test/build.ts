import { execFileSync } from 'node:child_process';

/** End-to-end tests run what is shipped: build it first, once. SALLYPORT_BUILT=1 says that it is fresh. */
export default function build(): void {
  if (process.env.SALLYPORT_BUILT === '1') return;
  execFileSync(process.execPath, ['scripts/build.mjs'], { stdio: 'inherit' });
}
