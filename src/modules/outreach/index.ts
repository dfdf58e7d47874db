export { Discovery, DiscoveryStep, discoveryFlow } from './discovery.ts'
export { Patrol, PatrolPerson } from './patrol.ts'
