/** A note that the bundle carries as text. */
declare module '*.md' {
	const text: string;
	export = text;
}
