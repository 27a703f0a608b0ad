/** How something stands: its status, and how many notifications were owed of it by then. */
export interface Stand {
  readonly is: string
  readonly told: number
}

/** Something that the server made when it was asked to, and the way that it was asked to go since. */
export interface Deal {
  readonly namespace: string
  readonly table: 'transactions' | 'bindings' | 'payouts'
  readonly id: string
  readonly referenceNo: string
  /** The link into the pages of whoever pays, where there is one. */
  readonly tk: string | null
  /** Every stand that was asked for, in order, beginning with that of the registration. */
  stands: readonly Stand[]
  /** Which of them was acknowledged last. */
  acknowledged: number
}

/** A value that the server keeps and that one caller changes, one change after the other. */
export interface Kept {
  readonly what: string
  /** The value that was acknowledged last, and those that were asked for since. */
  may: readonly string[]
  /** It goes from one to the next by steps, and may be found at any of them; values are in the order of texts. */
  readonly bySteps: boolean
}

/** A namespace that was asked for; it stays until its end was acknowledged. */
export interface Short {
  readonly name: string
  made: boolean
  ending: boolean
  gone: boolean
}

/** All that a client was told, which the server must know after every restart. */
export interface Book {
  readonly deals: readonly Deal[]
  readonly shorts: readonly Short[]
  readonly kept: readonly Kept[]
  /** What went wrong so far, in words. */
  readonly faults: readonly string[]
  /** Notes faults; one that is still there after the next restart counts once. */
  fault(...found: readonly string[]): void
  /** How many changes were acknowledged. */
  acknowledged(): number
  open(deal: Omit<Deal, 'stands' | 'acknowledged'>): Deal
  /** Asks for a next stand, and notes that it was acknowledged. */
  step(deal: Deal, stand: Stand, ask: () => Promise<unknown>): Promise<void>
  keep(what: string, value: string, bySteps?: boolean): Kept
  change(kept: Kept, value: string, ask: () => Promise<unknown>): Promise<void>
  short(name: string): Short
  /** Counts a change that is neither a deal's nor a kept value's. */
  acknowledge(): void
  /** Notes an id that was given out, for one thing only. */
  given(id: string, thing: string): void
}

export const openBook = (): Book => {
  const deals: Deal[] = []
  const shorts: Short[] = []
  const kept: Kept[] = []
  const faults: string[] = []
  const ids = new Map<string, string>()
  const noted = new Set<string>()
  let acknowledged = 0

  const fault: Book['fault'] = (...found) => {
    for (const one of found) {
      if (!noted.has(one)) faults.push(one)
      noted.add(one)
    }
  }

  const given: Book['given'] = (id, thing) => {
    const before = ids.get(id)
    ids.set(id, before ?? thing)
    if (before === undefined || before === thing) return
    fault(`${id} was given out twice: for ${before} and for ${thing}`)
  }

  return {
    deals,
    shorts,
    kept,
    faults,
    fault,
    given,
    acknowledged: () => acknowledged,
    acknowledge: () => void acknowledged++,
    open: (about) => {
      const deal: Deal = { ...about, stands: [{ is: 'open', told: 0 }], acknowledged: 0 }
      given(deal.id, deal.referenceNo)
      if (deal.tk !== null) given(deal.tk, deal.referenceNo)
      deals.push(deal)
      acknowledged++
      return deal
    },
    step: async (deal, stand, ask) => {
      deal.stands = [...deal.stands, stand]
      await ask()
      deal.acknowledged = deal.stands.length - 1
      acknowledged++
    },
    keep: (what, value, bySteps = false) => {
      const one: Kept = { what, may: [value], bySteps }
      kept.push(one)
      return one
    },
    change: async (one, value, ask) => {
      one.may = [...one.may, value]
      await ask()
      one.may = [value]
      acknowledged++
    },
    short: (name) => {
      const one = { name, made: false, ending: false, gone: false }
      shorts.push(one)
      return one
    },
  }
}
