import { canonicalJson, hashText } from '../../model/hash.js';
import type { Order } from '../clerk.js';

/** SHA-256 of all that is asked. The task's id is no part of it: the same question is the same order, whatever it is asked for. */
export const orderHash = ({ kind, instructions, input, schema, maxTokens, repair }: Order): string => hashText(canonicalJson({ kind, instructions, input, schema, maxTokens, repair }));

/** As much of an order's hash as a file's name carries. */
export const NAMED = 12;
