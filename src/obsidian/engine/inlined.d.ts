/** The engine's program as text; esbuild.config.mjs makes it. */
declare module 'commonplace:engine-thread' {
	export const program: string;
}
