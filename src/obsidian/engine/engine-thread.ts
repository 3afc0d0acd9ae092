import { expose } from 'comlink';
import { threadCalls } from './thread-calls.js';

// The whole program of the engine's thread. It is built on its own and carried inside main.js as text.
expose(threadCalls());
