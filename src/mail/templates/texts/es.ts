import type { MailTexts } from './mail-texts.js';

const validFor24Hours =
  'El enlace es válido durante 24 horas y el código durante 10 minutos. No los comparta con nadie.';
const nothingToDo = 'Si fue usted, no tiene que hacer nada.';

export const es: MailTexts = {
  language: 'es',
  insteadOfTheButton: 'Si el botón no funciona, abra esta dirección:',
  insteadOfTheLink: 'O escriba este código donde se le pida:',
  goTo: (appName) => `Ir a ${appName}`,
  facts: {
    time: (time) => `Fecha: ${time}`,
    device: (name) => `Dispositivo: «${name}»`,
    unknownDevice: 'Dispositivo: desconocido',
    ip: (address) => `Dirección IP: ${address}`,
  },
  verifyEmail: {
    subject: (appName) => `Confirme su correo electrónico para ${appName}`,
    preview: 'Abra el enlace o escriba el código para terminar.',
    heading: 'Confirme su correo electrónico',
    request: (appName) =>
      `Alguien, esperamos que usted, ha indicado esta dirección en ${appName}. Confirme que le pertenece.`,
    button: 'Confirmar el correo electrónico',
    validity: validFor24Hours,
    notYou: 'Si no lo ha solicitado, ignore este mensaje: sin el enlace o el código no ocurre nada.',
  },
  confirmEmailChange: {
    subject: (appName) => `Confirme su nuevo correo electrónico para ${appName}`,
    preview: 'Abra el enlace o escriba el código para terminar el cambio.',
    heading: 'Confirme su nuevo correo electrónico',
    request: (appName) =>
      `Alguien, esperamos que usted, quiere usar esta dirección para una cuenta de ${appName}. Confirme que le pertenece.`,
    button: 'Confirmar el nuevo correo',
    validity: validFor24Hours,
    notYou: 'Si no lo ha solicitado, ignore este mensaje: sin el enlace o el código no cambia nada.',
  },
  passwordReset: {
    subject: (appName) => `Restablezca su contraseña de ${appName}`,
    preview: 'Abra el enlace o escriba el código para elegir una contraseña nueva.',
    heading: 'Restablezca su contraseña',
    request: (appName) =>
      `Alguien, esperamos que usted, ha solicitado una contraseña nueva para su cuenta de ${appName}.`,
    button: 'Elegir una contraseña nueva',
    validity: 'El enlace es válido durante 30 minutos y el código durante 10 minutos. No los comparta con nadie.',
    notYou: 'Si no lo ha solicitado, ignore este mensaje: su contraseña sigue siendo la misma.',
  },
  invitation: {
    subject: (appName) => `Su cuenta de ${appName} le espera`,
    preview: 'Elija su contraseña para empezar.',
    heading: 'Se ha creado una cuenta para usted',
    request: (appName) =>
      `Se ha creado una cuenta de ${appName} para usted con esta dirección. Elija su contraseña para empezar.`,
    button: 'Elegir la contraseña',
    validity: 'El enlace es válido durante 7 días. No lo comparta con nadie.',
    notYou: 'Si no lo esperaba, puede ignorar este mensaje.',
  },
  accountExists: {
    subject: (appName) => `Ya tiene una cuenta de ${appName}`,
    preview: 'Alguien ha intentado usar su dirección. No ha cambiado nada.',
    heading: 'Ya tiene una cuenta',
    news: (appName) =>
      `Alguien, quizá usted, ha intentado usar esta dirección para una cuenta de ${appName}. Ya pertenece a una cuenta, en la que no ha cambiado nada.`,
    wasYou: 'Si fue usted, inicie sesión como siempre. Si ha olvidado su contraseña, allí puede restablecerla.',
    notYou: 'Si no fue usted, no tiene que hacer nada.',
  },
  emailChangeRequested: {
    subject: (appName) => `Su correo electrónico de ${appName} va a cambiar`,
    preview: 'Alguien ha pedido otra dirección. Si no fue usted, restablezca su contraseña.',
    heading: 'Su correo electrónico va a cambiar',
    news: (appName, newEmail) =>
      `Alguien, esperamos que usted, ha pedido cambiar el correo electrónico de su cuenta de ${appName} por ${newEmail}. No cambia nada hasta que se confirme la nueva dirección.`,
    wasYou: 'Si fue usted, abra el mensaje enviado a la nueva dirección.',
    notYou:
      'Si no fue usted, restablezca su contraseña de inmediato: así se cancela el cambio y se cierra la sesión en todos los dispositivos.',
  },
  emailChanged: {
    subject: (appName) => `Su correo electrónico de ${appName} ha cambiado`,
    preview: 'A partir de ahora los mensajes llegan a la nueva dirección.',
    heading: 'Su correo electrónico ha cambiado',
    news: (appName, newEmail) =>
      `El correo electrónico de su cuenta de ${appName} es ahora ${newEmail}. Con esta dirección ya no puede iniciar sesión.`,
    wasYou: nothingToDo,
    notYou:
      'Si no fue usted, póngase en contacto de inmediato con el responsable de este servicio: desde esta dirección ya no se puede restablecer su contraseña.',
  },
  passwordChanged: {
    subject: (appName) => `Su contraseña de ${appName} ha cambiado`,
    preview: 'Si no fue usted, restablezca su contraseña de inmediato.',
    heading: 'Su contraseña ha cambiado',
    news: (appName) =>
      `La contraseña de su cuenta de ${appName} ha cambiado. Se ha cerrado la sesión en los demás dispositivos.`,
    wasYou: nothingToDo,
    notYou: 'Si no fue usted, restablezca su contraseña de inmediato.',
  },
  newSignIn: {
    subject: (appName) => `Nuevo inicio de sesión en su cuenta de ${appName}`,
    preview: 'Desde un dispositivo que no conocíamos. ¿Fue usted?',
    heading: 'Nuevo inicio de sesión en su cuenta',
    news: (appName) => `Se ha iniciado sesión en su cuenta de ${appName} desde un dispositivo que no conocíamos.`,
    wasYou: nothingToDo,
    notYou:
      'Si no fue usted, restablezca su contraseña de inmediato: así se cierra la sesión en todos los dispositivos.',
  },
  refreshTokenReused: {
    subject: (appName) => `Se ha cerrado una sesión de ${appName} por su seguridad`,
    preview: 'Su clave se usó dos veces. Inicie sesión de nuevo, por favor.',
    heading: 'Se ha cerrado una sesión por su seguridad',
    news: (appName) =>
      `Hemos cerrado una sesión de su cuenta de ${appName}: su clave se usó dos veces, así que otra persona podría tener una copia.`,
    wasYou: 'Inicie sesión de nuevo en ese dispositivo, por favor.',
    notYou: 'En caso de duda, cambie su contraseña: así se cierra la sesión en los demás dispositivos.',
  },
  identityLinked: {
    subject: (appName) => `Una nueva forma de entrar en su cuenta de ${appName}`,
    preview: 'Se ha vinculado otra cuenta. ¿Fue usted?',
    heading: 'Una nueva forma de entrar',
    news: (appName, providerName) =>
      `Ahora también se puede iniciar sesión en su cuenta de ${appName} con ${providerName}.`,
    wasYou: nothingToDo,
    notYou:
      'Si no fue usted, restablezca su contraseña de inmediato, lo que cierra la sesión en todos los dispositivos, y después quite esta forma de entrar en su cuenta.',
  },
  identityUnlinked: {
    subject: (appName) => `Se ha quitado una forma de entrar en su cuenta de ${appName}`,
    preview: 'Otra cuenta ya no está vinculada. ¿Fue usted?',
    heading: 'Se ha quitado una forma de entrar',
    news: (appName, providerName) => `Ya no se puede iniciar sesión en su cuenta de ${appName} con ${providerName}.`,
    wasYou: nothingToDo,
    notYou:
      'Si no fue usted, restablezca su contraseña de inmediato: así se cierra la sesión en todos los dispositivos.',
  },
};
