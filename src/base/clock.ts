/** Time as something handed over, so that a test can set it and no rule reads it behind our back. */
export interface Clock {
  now(): Date;
}
