local Own = NewProcedureClass()

function Own:handleProcess()
  local set = ProcessActionSet:new()
  set:addAction(TranscodeAction:new{ transcodeDefinition = self.options.definition })
  return set
end

function CreateProcedure(options)
  local procedure = Own:new()
  procedure.options = options or { definition = 10 }
  return procedure
end
