import type { PageTexts } from './page-texts.js';

export const es: PageTexts = {
  language: 'es',
  email: 'Correo electrónico',
  invalidEmail: 'Escriba una dirección de correo como nombre@example.com.',
  verifyEmail: {
    title: 'Confirme su correo electrónico',
    explain: (appName) => `Con un clic confirma a ${appName} que esta dirección es suya.`,
    button: 'Confirmar',
    doneTitle: 'Su dirección está confirmada',
    done: (email) => `${email} está confirmada.`,
    donePassword: (email) =>
      `${email} está confirmada. Más de una persona se había registrado con ella, por eso solo vale una contraseña que elija ahora.`,
    next: 'Puede cerrar esta página e iniciar sesión.',
  },
  resetPassword: {
    title: 'Elija una contraseña nueva',
    explain: (appName) => `Será la contraseña de su cuenta de ${appName}.`,
    label: 'Contraseña nueva',
    hint: (min, max) =>
      `De ${min} a ${max} caracteres; unas cuantas palabras sin relación entre sí van bien. No se aceptan contraseñas comunes ni parecidas a su nombre o a su dirección.`,
    show: 'Mostrar',
    button: 'Guardar la contraseña',
    acceptable: 'Es lo bastante larga y no es una contraseña común.',
    tooShort: (min) => `Use al menos ${min} caracteres.`,
    tooLong: (max) => `Use como máximo ${max} caracteres.`,
    tooCommon: 'Es demasiado fácil de adivinar: elija una que no sea común ni se parezca a su nombre o a su dirección.',
    reused: 'Usó esta contraseña aquí hace poco: elija otra.',
    doneTitle: 'Su contraseña nueva está guardada',
    done: 'Por seguridad se ha cerrado su sesión en todos los dispositivos. Puede cerrar esta página e iniciar sesión con la contraseña nueva.',
  },
  signIn: {
    title: 'Iniciar sesión',
    explain: 'El proveedor ha confirmado quién es usted. Termine en menos de un minuto.',
    button: 'Terminar de iniciar sesión',
    choose: 'Elija con qué iniciar sesión.',
    with: (provider) => `Iniciar sesión con ${provider}`,
    doneTitle: 'Ha iniciado sesión',
    done: (email) => `Ha iniciado sesión como ${email}.`,
    linked: 'La cuenta está vinculada',
    next: 'Puede cerrar esta página.',
    failed: (code) => `No se ha podido iniciar sesión (${code}). Inténtelo de nuevo.`,
  },
  deadLink: {
    title: 'Este enlace ya no funciona',
    expired: 'Ha caducado.',
    used: 'Ya se usó, un correo más reciente lo ha sustituido o no se copió completo.',
    another: 'Obtener otro enlace',
  },
  newMail: {
    'verify-email': {
      title: 'Confirme su correo electrónico',
      explain: 'Escriba la dirección con la que se registró y recibirá un correo nuevo.',
      button: 'Enviar un correo nuevo',
      sent: (email) => `Si ${email} está pendiente de confirmación, un correo con un enlace nuevo está en camino.`,
      whenUsed: 'Si ya confirmó su dirección, simplemente inicie sesión.',
    },
    'reset-password': {
      title: '¿Olvidó su contraseña?',
      explain: 'Escriba la dirección de su cuenta y recibirá un correo con un enlace para elegir una contraseña nueva.',
      button: 'Enviar el correo',
      sent: (email) => `Si existe una cuenta con ${email}, un correo con un enlace está en camino.`,
      whenUsed: 'Si ya eligió una contraseña nueva, inicie sesión con ella.',
    },
    sentTitle: 'Mire en su buzón',
    spam: 'Si no llega nada en unos minutos, mire también en el correo no deseado y compruebe la dirección.',
    again: (wait) => `Podrá pedir otro correo en ${wait}.`,
    askAgain: 'Pedirlo de nuevo',
  },
  trouble: {
    title: 'No ha funcionado',
    malformed: 'Falta algo en esta solicitud. Abra de nuevo el enlace del correo.',
    tooLarge: 'Es más de lo que esta página puede aceptar.',
    elsewhere:
      'Esta solicitud venía de otro sitio web, así que no se ha hecho nada. Abra de nuevo el enlace del correo.',
    failed: (requestId) =>
      `Algo ha fallado aquí. Inténtelo de nuevo; si vuelve a ocurrir, comunique este número: ${requestId}`,
    rateLimited: (wait) => `Ha habido demasiados intentos. Espere ${wait} e inténtelo de nuevo.`,
    unavailable: (wait) => `El servidor está ocupado. Espere ${wait} e inténtelo de nuevo.`,
  },
};
