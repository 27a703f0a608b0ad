import type { Store } from '../../src/store/store.ts'
import type { Place } from '../../src/timing/travel.ts'

/** The default namespace as it stands now. */
export const placeIn = (store: Store): Place => {
  const world = store.world('default')
  if (!world) throw new Error('the default namespace is gone')
  return { namespace: 'default', world }
}
