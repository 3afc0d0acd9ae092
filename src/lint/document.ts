import type { Example, Rule } from './rule.js';

const fence = (text: string): string => (text.includes('```') ? '~~~~' : '```');

const fileBlock = ([path, text]: readonly [string, string]): string => `\`${path}\`\n\n${fence(text)}md\n${text.replace(/\n*$/, '')}\n${fence(text)}`;

function exampleText({ name, files, finds }: Example): string {
	const title = `${name.charAt(0).toUpperCase()}${name.slice(1)}`;
	const shown = Object.entries(files).filter(([path, text]) => path.endsWith('.md') && text.trim() !== '');
	const found = finds.length === 0 ? 'Nothing is found.' : ['Found:', '', ...finds.map(([path, line, message]) => `- \`${line === null ? path : `${path}:${String(line)}`}\`: ${message.replace(/\[\[[^\]]*\]\]/g, (link) => `\`${link}\``)}`)].join('\n');
	return [`#### ${title}`, ...shown.map(fileBlock), found].join('\n\n');
}

const ruleText = ({ name, severity, documentation, fix, examples }: Rule): string =>
	[`## ${name}`, `*${severity}*`, documentation, fix === null ? '' : `**Fix.** ${fix}`, ...examples.map(exampleText)].filter((part) => part !== '').join('\n\n');

/** The page about all rules. Its examples are the ones that the rules are tested on. */
export function rulesDocument(rules: readonly Rule[]): string {
	const rows = rules.map(({ name, severity, fix }) => `| [${name}](#${name}) | ${severity} | ${fix === null ? '' : 'yes'} |`);
	return `# Lint

Made by \`npm run docs\` from the rules in \`src/lint/rules\`; a change belongs there. The examples are their tests.

Lint reads the vault and writes nothing. A finding has a severity, a place, a reason and, where there is one, what would mend it. It keeps
its id until the rule itself, run again, finds it no more. A fix is a proposal that goes through the gate like any other.

- **error**: a promise is broken, such as a sentence without its quote
- **warning**: a reader is misled or stuck
- **notice**: worth a look

\`commonplace lint\` ends with 1 when an error or a warning is found.

| Rule | Severity | Can be fixed |
|---|---|---|
${rows.join('\n')}

${rules.map(ruleText).join('\n\n')}
`;
}
