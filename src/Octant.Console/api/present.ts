/** Whether there is a value. What is null by the API's description is left out of an answer, so both mean that there is none. */
export function isPresent<T>(value: T | null | undefined): value is T {
  return value !== null && value !== undefined;
}
