import { NO, unclear } from '../match.ts'
import { boundedMemo } from '../memo.ts'
import { answer, type CompareMaker } from './compare.ts'

const DOUBT = 'a value is not base64'

/** The bytes of a text in base64, padded or not, as a string of one character a byte. */
const bytesOf = boundedMemo((text) => {
  const digits = text.replace(/={0,2}$/, '')
  const valid = /^[A-Za-z0-9+/]*$/.test(digits) && digits.length % 4 !== 1
  return { bytes: valid ? atob(digits) : undefined }
})

export const binary: CompareMaker = (operands) => {
  const decoded = operands.map((operand) => bytesOf(operand).bytes)
  const wanted = new Set(decoded)
  const doubt = wanted.has(undefined) ? DOUBT : undefined
  return (value) => {
    const { bytes } = bytesOf(value)
    if (bytes === undefined) return operands.length === 0 ? NO : unclear(DOUBT)
    return answer(wanted.has(bytes), doubt)
  }
}
