type Property = string | readonly string[];

// Plain YAML scalars: a letter first, nothing that YAML or Obsidian could read as syntax, a number, a date or a boolean.
const PLAIN = /^\p{L}[\p{L}\p{M}\p{N} ()'./-]*$/u;
const RESERVED = /^(?:true|false|null|yes|no|on|off|y|n|~)$/i;
const DATE = /^\d{4}-\d{2}-\d{2}$/;

function scalar(value: string, inList: boolean): string {
	const plain = (PLAIN.test(value) && !RESERVED.test(value) && !value.endsWith(' ')) || (!inList && DATE.test(value));
	return plain ? value : JSON.stringify(value);
}

/** The frontmatter block of a page, in the order given. Empty lists are left out. Ends with a line break. */
export function properties(entries: readonly (readonly [name: string, value: Property])[]): string {
	const lines = entries.flatMap(([name, value]) => {
		if (typeof value === 'string') return [`${name}: ${scalar(value, false)}`];
		return value.length === 0 ? [] : [`${name}: [${value.map((item) => scalar(item, true)).join(', ')}]`];
	});
	return `---\n${lines.join('\n')}\n---\n`;
}
