import type { Interaction } from '../../domain/interaction.ts'
import { pathOf } from '../../lender/paths.ts'
import { FIRST_PLACE } from '../../lender/visit.ts'
import type { World } from '../../store/worlds.ts'
import type { ControlDeps } from '../control/calls.ts'
import { outcomesOf } from '../control/interactions.ts'

const visitOf = (interaction: Interaction, isOver: boolean, { core }: ControlDeps) => ({
  tk: interaction.tk,
  step: interaction.step,
  href: `${core.baseUrl}${pathOf(FIRST_PLACE[interaction.kind], interaction)}`,
  outcomes: isOver ? [] : outcomesOf(interaction.kind),
})

/** The customer's links to the pages of a lender, a bank or a wallet, by what they are about; on what is over nothing can be done. */
export const visitsOf = (tXid: string, isOver: boolean, world: World, deps: ControlDeps) =>
  [...world.indexes.ids('interactions', 'tXid', tXid)].flatMap((tk) => {
    const interaction = world.tables.interactions.get(tk)
    return interaction ? [visitOf(interaction, isOver, deps)] : []
  })
