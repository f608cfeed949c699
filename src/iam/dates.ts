/** A time as IAM answers it: whole seconds. `time` is milliseconds since 1970. */
export const shownDate = (time: number): Date => new Date(time - (time % 1000))
