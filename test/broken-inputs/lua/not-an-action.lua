local P = NewProcedureClass()
function P:handleProcess(file)
  <|lua/not-an-action:file.processActionSet:addAction(10)|>
  <|lua/not-an-action:file.processActionSet:addAction("transcode")|>
  file.processActionSet:addAction(TranscodeAction:new({ transcodeDefinition = 10 }))
end
function CreateProcedure()
  return P:new()
end
