import { err, type Result } from '../../model/result.js';
import type { CallFailure } from '../clerk.js';
import { failedCall } from './call-failure.js';
import type { Endpoint } from './endpoint.js';
import { withOwnSignal } from './own-signal.js';

/** Work with an SDK, under a signal of its own, whose exceptions become failures. */
export async function attempted<T>(endpoint: Endpoint, signal: AbortSignal, work: (own: AbortSignal) => Promise<Result<T, CallFailure>>): Promise<Result<T, CallFailure>> {
	try {
		return await withOwnSignal(signal, work);
	} catch (error) {
		return err(failedCall(endpoint, error, signal).failure);
	}
}
