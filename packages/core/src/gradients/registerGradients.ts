/** (families follow) */
export function registerGradients(): void {}
