throw new Error('the sandbox renders with the ejs of the program around it')
