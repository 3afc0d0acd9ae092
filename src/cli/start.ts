import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { setFlagsFromString } from 'node:v8';
import { Script } from 'node:vm';
import { isMainThread } from 'node:worker_threads';

/** Files that wait for the disk at once: many that wait together take it little longer than one, and of its own Node has four wait. */
const WAITING = '16';
process.env['UV_THREADPOOL_SIZE'] ??= WAITING;

// The engine makes each pattern twice over, for its interpreter and, when it is used again, for the processor. A start uses hundreds of them,
// nearly all more than once. Before the program is compiled: what was kept of it holds for the flags that it was made with.
setFlagsFromString('--no-regexp-tier-up');

// What is put into a function of those that it calls is compiled with it, in each thread and whenever it is compiled anew. A third of what the engine
// puts in by itself, in bytes of its code, takes a twentieth off the processor's time of a first compile, and off a short run nothing.
setFlagsFromString('--max-inlined-bytecode-size-cumulative=300');

/** Of a SHA-256. */
const HASH_BYTES = 32;

const at = (name: string): string => fileURLToPath(new URL(name, import.meta.url));

/** What the engine compiled when this program was built; none where that was of another program, or is not there. */
function compiledOf(program: Buffer): Buffer | undefined {
	let kept: Buffer;
	try {
		kept = readFileSync(at('cli-program.compiled'));
	} catch {
		return undefined;
	}
	// The engine itself compares no more than the length of the program.
	const own = createHash('sha256').update(program).digest();
	return own.equals(kept.subarray(0, HASH_BYTES)) ? kept.subarray(HASH_BYTES) : undefined;
}

// Compiling the program anew takes longer than a compile with nothing to do. Another version of Node makes nothing of what was kept and does it all the same.
const path = at('cli-program.cjs');
const program = readFileSync(path);
const cachedData = compiledOf(program);
// Plain ASCII, as the build writes it.
const script = new Script(program.toString('latin1'), { filename: path, ...(cachedData ? { cachedData } : {}) });
// When there is nothing left to do, all is written. What is known of a large vault need not be put away piece by piece before the end.
if (isMainThread) process.once('beforeExit', () => process.exit());
(script.runInThisContext() as (require: NodeJS.Require, script: string) => void)(createRequire(import.meta.url), import.meta.url);
