import { existsSync } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import { type Browser, chromium, type Page } from 'playwright-core'

const SHELL = '/usr/bin/chromium-headless-shell'

/**
 * The Chromium that CHROMIUM names, or Debian's: the one without a window where it is installed, as that opens a page in
 * less than half the time.
 */
const executablePath = process.env.CHROMIUM ?? (existsSync(SHELL) ? SHELL : '/usr/bin/chromium')

/** Where screenshots go when SCREENSHOTS names a folder. */
const folder = process.env.SCREENSHOTS

/** The sizes at which pages are looked at. */
export const SIZES = {
  phone: { width: 390, height: 844 },
  desktop: { width: 1280, height: 800 },
} as const

export type Size = keyof typeof SIZES

/** Starts a headless Chromium that calls nobody by itself. */
export const startBrowser = (): Promise<Browser> => {
  if (!existsSync(executablePath)) {
    throw new Error(`no Chromium at ${executablePath}; apt-get install chromium, or set CHROMIUM`)
  }
  return chromium.launch({
    executablePath,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  })
}

/** How long a page may take for one thing, in milliseconds; less than a test may, so that the failure names the thing. */
const PATIENCE = 8000

/** A fresh window; whatever a page complains of is collected. */
export const openWindow = async (
  browser: Browser,
  size: Size,
  options: { javaScriptEnabled?: boolean; colorScheme?: 'light' | 'dark' } = {},
): Promise<{ page: Page; complaints: string[] }> => {
  const context = await browser.newContext({ viewport: SIZES[size], ...options })
  const page = await context.newPage()
  page.setDefaultTimeout(PATIENCE)
  const complaints: string[] = []
  page.on('pageerror', (error) => complaints.push(error.message))
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text())
  })
  return { page, complaints }
}

/** Takes a picture of the whole page, where pictures are wanted. */
export const picture = async (page: Page, name: string): Promise<void> => {
  if (!folder) return
  await mkdir(folder, { recursive: true })
  await page.screenshot({ path: `${folder}/${name}.png`, fullPage: true })
}

/** The words of a login and an OTP page in one language. */
interface LoginWords {
  readonly phone: string
  readonly pin: string
  readonly logIn: string
  readonly otp: string
  readonly confirmOtp: string
}

/** What a person types into the lenders' pages. */
export const typist = (page: Page, words: LoginWords) => ({
  logIn: async (phone: string, pin: string) => {
    await page.getByLabel(words.phone).fill(phone)
    await page.getByLabel(words.pin).fill(pin)
    await page.getByRole('button', { name: words.logIn, exact: true }).click()
  },
  enterOtp: async (otp = '4567') => {
    await page.getByLabel(words.otp).fill(otp)
    await page.getByRole('button', { name: words.confirmOtp }).click()
  },
  press: (name: string | RegExp) => page.getByRole('button', { name }).click(),
})
