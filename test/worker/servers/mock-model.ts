import { LLMock } from '@copilotkit/aimock';
import { askedIn, type Asked } from './scripted-model.js';

/** A server that answers as `script` says, to either protocol. */
export async function scriptedModel(script: (asked: Asked) => unknown): Promise<LLMock> {
	const mock = new LLMock({ port: 0 });
	mock.on({ predicate: () => true }, ({ messages }) => {
		const answer = script(askedIn(messages));
		const content = typeof answer === 'string' ? answer : JSON.stringify(answer);
		const [into, out] = [JSON.stringify(messages).length, content.length].map((length) => Math.ceil(length / 4)) as [number, number];
		return { content, usage: { input_tokens: into, prompt_tokens: into, output_tokens: out, completion_tokens: out, total_tokens: into + out } };
	});
	await mock.start();
	return mock;
}
