import { describe, expect, test } from '@jest/globals'
import { openWindow, picture, SIZES, type Size } from '../support/browser.ts'
import { stage } from '../support/stage.ts'

const at = stage()

describe.each(Object.keys(SIZES) as Size[])('the shoppers’ page on a %s', (size) => {
  test.each(['light', 'dark'] as const)('in %s', async (colorScheme) => {
    await at.sandbox.http
      .patch('/_sandbox/merchants/PAYLOANTES')
      .send({ deactivationUrl: `${at.receiver.url}/unlinked` })
      .expect(200)
    const tokenizing = { tokenizeUser: '1', clientUserKey: 'siti@shop.example' }
    const siti = { phone: '081291891818', pin: '414141', otp: '4567' }
    await at.shop.complete(await at.shop.register(tokenizing), { ...siti, paymentType: '30_days' })
    await at.shop.complete(await at.shop.register({ amt: '3000000', instmntMon: '6' }), {
      ...siti,
      paymentType: '6_months',
    })
    await at.shop.complete(await at.shop.register(), { outcome: 'underReview' })

    const { page, complaints } = await openWindow(at.browser, size, { colorScheme })
    await page.goto(`${at.sandbox.url}/shoppers`)
    const card = page.getByRole('region', { name: /^A02/ })
    await card.getByText('6 × ').click()
    await picture(page, `shoppers-${size}-${colorScheme}`)
    const wide = await page.evaluate('document.documentElement.scrollWidth > innerWidth')
    expect(wide).toBe(false)

    // Each button loads the page again; the next one is pressed when that is whole.
    const press = async (name: string) => {
      const button = card.getByRole('button', { name, exact: true }).first()
      await Promise.all([page.waitForEvent('load'), button.click()])
    }
    await press('Unlink')
    await card.getByText('inactive').waitFor()
    await at.sandbox.control('/notifications/flush')
    expect(at.receiver.received.filter(({ path }) => path === '/unlinked')).toHaveLength(1)

    const loans = card.getByRole('button', { name: 'Repay', exact: true })
    expect(await loans.count()).toBe(2)
    await press('Repay')
    expect(await loans.count()).toBe(1)
    await press('Repay all')
    expect(await loans.count()).toBe(0)
    await press('Block')
    expect(await card.getByText('Blocked.').count()).toBe(1)
    await press('Unblock')
    expect(await card.getByText('Blocked.').count()).toBe(0)
    const { limits } = await at.sandbox.look('/kredivo/accounts/081291891818')
    expect(limits[1]).toEqual({
      paymentType: '30_days',
      remaining: '3500000.00',
      total: '3500000.00',
    })
    expect(complaints).toEqual([])
  })
})
