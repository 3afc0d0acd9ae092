/** The engine's program as text; esbuild.config.mjs makes it. */
declare module 'commonplace:engine-thread' {
	/** It takes less room than the program. */
	export const packed: string;
	/** The program, from all or any part of that. */
	export const unpack: (part: string) => string;
}
