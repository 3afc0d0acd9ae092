import { estimateTokenCount } from 'tokenx';

// Against o200k the estimate is off by up to a quarter for some languages (Arabic most); what is planned should not be too little.
const SAFETY = 1.3;

/** About how many tokens a text takes, rather too many than too few. What a provider counts is the truth. */
export const estimateTokens = (text: string): number => Math.ceil(estimateTokenCount(text) * SAFETY);
