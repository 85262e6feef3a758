/** A learning rate that depends on the step. */
export interface Schedule {
  /** Returns the learning rate of a step; steps count from 0 over the whole training. */
  at(step: number): number;
}

declare module '@expgraph/sdk' {
  interface ComponentKinds {
    schedule: Schedule;
  }
}
