/** Elements of a page as a person names them. */
import type { Page } from 'playwright-core'

export const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true })
export const link = (page: Page, name: string) => page.getByRole('link', { name, exact: true })
export const tab = (page: Page, name: string) => page.getByRole('tab', { name, exact: true })

/** Replaces the whole text of a policy editor, as somebody does who pastes. */
export async function writePolicy(page: Page, text: string): Promise<void> {
  const editor = page.getByRole('textbox', { name: 'Policy editor' })
  await editor.click()
  await page.keyboard.press('ControlOrMeta+A')
  await page.keyboard.insertText(text)
}
