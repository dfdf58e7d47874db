import { sql } from 'kysely'
import { reachesNothing, reachOf } from '../../core/access.ts'
import type { RowOf } from '../../core/entity.ts'
import { refuseField } from '../../core/failure.ts'
import { newId, splitId } from '../../core/identifiers.ts'
import { find, insert } from '../../core/records.ts'
import type { Tx } from '../../core/tx.ts'
import { Client } from '../clients/index.ts'
import { ServiceClient, type ServiceRecord } from './serviceRecord.ts'

type Service = RowOf<typeof ServiceRecord>

/** Writes down who a service was given to, instead of what stood there before. */
export async function noteClients(tx: Tx, service: Service, clients: readonly string[]): Promise<void> {
  const chosen = [...new Set(clients)]
  if (chosen.length > service.people)
    throw refuseField('people', `服务人次不能少于所选的 ${chosen.length} 位服务对象，请核对`)
  if (chosen.some((one) => splitId(one).county !== service.county))
    throw refuseField('clients', '服务对象请在本区县中选择')
  if (service.version > 1)
    tx.send(
      sql`delete from service_client where county = ${service.county} and service = ${splitId(service.id).uuid}::uuid`,
    )
  for (const one of chosen) {
    // the door has found it; a file taken into another is served under the one that was kept
    const client = (await find(tx, Client, one))!
    if (client.state === 'merged') throw refuseField('clients', `「${client.name}」的档案已并入另一份，请重新选择`)
    await insert(
      tx,
      ServiceClient,
      { id: newId(service.county), station: service.station },
      { service: service.id, client: client.id, clientName: client.name },
    )
  }
}

/** Who a service was given to, and whether the reader may open their files. */
export async function clientsOf(tx: Tx, service: string): Promise<{ id: string; name: string; open: boolean }[]> {
  const { county, uuid } = splitId(service)
  const reach = reachOf(tx.actor, 'client.read')
  const mayOpen = !reachesNothing(reach)
  const rows = await tx.rows<{ id: string; name: string; there: boolean }>({
    name: 'service_clients',
    text: `select s.county || '-' || s.client as id, s.client_name as name, c.id is not null as there
      from service_client s left join client c on c.county = s.county and c.id = s.client
      where s.county = $1 and s.service = $2 order by s.client_name`,
    values: [county, uuid],
  })
  return rows.map(({ id, name, there }) => ({ id, name, open: mayOpen && there }))
}
