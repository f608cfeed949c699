import { counted } from '../parts/counted.ts'

/** How many can become an administrator, and how many are one. */
export function administratorsSentence(others: number, administrators: number): string {
  const can = others === 0 ? 'Nobody else can' : counted(others, 'can', 'can')
  return `${can} become an administrator, and ${counted(administrators, 'is', 'are')} allowed everything already.`
}
