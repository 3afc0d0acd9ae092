/** Milliseconds that the processor has worked for this process. Unlike the clock it does not run while other processes have the machine. */
export const processorTime = (): number => process.cpuUsage().user / 1000;
