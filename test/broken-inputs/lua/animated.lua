local P = NewProcedureClass()
function P:handleProcess(file)
  local animated = AnimatedGraphicsAction:new({ definition = 20000, startTime = 3, endTime = <|check/bad-animated-range:1|> })
  file.processActionSet:addAction(animated)
end
function CreateProcedure()
  return P:new()
end
