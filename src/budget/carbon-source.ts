/** What an estimate of carbon rests on, to be shown beside it. */
export const CARBON_SOURCE = 'EcoLogits 0.9.1 method; sizes of closed models are guesses; input tokens are not counted';
