import { type ComponentType, createContext, type ReactNode, useContext } from 'react'

/** A control that chooses another record by its id. */
export interface PickerProps {
  value?: string | null | undefined
  onChange?: ((id: string | null) => void) | undefined
  id?: string | undefined
  placeholder?: string | undefined
  disabled?: boolean | undefined
}
export type Pickers = Readonly<Record<string, ComponentType<PickerProps>>>

const PickersContext = createContext<Pickers>({})

/** Each module offers a picker of its records; the console puts them here, so that every form can use them. */
export function PickersProvider({ pickers, children }: { pickers: Pickers; children: ReactNode }) {
  return <PickersContext value={pickers}>{children}</PickersContext>
}

export function usePicker(target: string): ComponentType<PickerProps> | undefined {
  return useContext(PickersContext)[target]
}
