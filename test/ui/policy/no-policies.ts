import { signal } from '@preact/signals';
import type { PolicyDesk } from '../../../src/ui/policy-desk.js';

const never = (name: string) => (): never => {
	throw new Error(`${name} is not asked by this view`);
};

/** The rules' part of a desk, for views that ask nothing of it. */
export const NO_POLICIES: PolicyDesk = {
	report: signal({ state: 'loading' }),
	exceptions: signal({ state: 'loading' }),
	inSight: signal(null),
	check: never('check'),
	simulate: never('simulate'),
	compare: never('compare'),
	write: never('write'),
	accept: never('accept'),
	activate: never('activate'),
	learn: never('learn'),
	takeLesson: never('takeLesson'),
	refuseLesson: never('refuseLesson'),
	apply: never('apply'),
	grant: never('grant'),
	revoke: never('revoke'),
	stopWorker: never('stopWorker'),
	liftWorker: never('liftWorker'),
	show: never('show'),
};
