import './person.measures.ts'

export { appoint, endAppointment } from './appointment.server.ts'
export { addCertificate, editCertificate } from './certificate.server.ts'
export { listLooks, revealPerson } from './look.server.ts'
export * from './person.server.ts'
export { listStaff } from './staff.server.ts'
