import * as obsidian from 'obsidian';
import { CASES } from './cases.js';

/** The suite as a plugin of the real app: `obsidian commonplace-contract` runs it and answers what held. */
export default class ContractPlugin extends obsidian.Plugin {
	override onload(): void {
		this.registerCliHandler('commonplace-contract', 'Run the contract suite in this vault', null, () => this.runAll());
	}

	private async runAll(): Promise<string> {
		const lines: string[] = [];
		for (const [index, { name, run }] of CASES.entries()) {
			const folder = `contract-${Date.now()}-${index}`;
			await this.app.vault.createFolder(folder);
			try {
				await run({ app: this.app, obsidian, folder });
				lines.push(`held    ${name}`);
			} catch (error) {
				lines.push(`FAILED  ${name}: ${error instanceof Error ? error.message : String(error)}`);
			}
			const left = this.app.vault.getFolderByPath(folder);
			if (left !== null) await this.app.vault.trash(left, false);
		}
		const failed = lines.filter((line) => line.startsWith('FAILED')).length;
		return [...lines, `${lines.length - failed} passed, ${failed} failed`].join('\n');
	}
}
